package main

import (
	"net/http/httptest"
	"testing"
)

func TestAnswers(t *testing.T) {
	cases := []struct {
		path   string
		status int
		text   string
	}{
		{"/", 200, "Good morning\n"},
		{"/health", 200, "ok\n"},
		{"/version", 200, "development\n"},
		{"/nothing", 404, "404 page not found\n"},
	}
	handler := routes("Good morning")
	for _, c := range cases {
		t.Run(c.path, func(t *testing.T) {
			response := httptest.NewRecorder()
			handler.ServeHTTP(response, httptest.NewRequest("GET", c.path, nil))
			if response.Code != c.status || response.Body.String() != c.text {
				t.Errorf("got %d %q", response.Code, response.Body.String())
			}
		})
	}
}
