module example.com/team/gate/v2

go 1.22
