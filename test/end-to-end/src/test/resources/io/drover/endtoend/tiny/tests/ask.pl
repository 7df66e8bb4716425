# ask.pl URL PLACE: the server at the URL must say that it is there.
use strict;
use warnings;
use IO::Socket::INET;

my ($host, $port) = $ARGV[0] =~ m{^http://([^:/]+):(\d+)};
my $server = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Timeout => 5) or die "no answer: $@\n";
print $server "GET / HTTP/1.1\r\nHost: $host\r\n\r\n";
my $answer = join '', <$server>;
print "$answer\n";
$answer =~ /\r\n\r\n\Q$ARGV[1]\E hello/ or die "this is not a greeting of $ARGV[1]\n";
