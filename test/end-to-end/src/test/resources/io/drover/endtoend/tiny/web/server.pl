# Tells its place, its greeting and its version; /health can be made to fail, /secret proves that
# it has one without telling it.
use strict;
use warnings;
use IO::Socket::INET;

$SIG{TERM} = sub { exit 0 };
$SIG{PIPE} = 'IGNORE';

sub text { open my $file, '<', "/usr/share/tiny-web/$_[0]" or die $!; my $line = <$file>; chomp $line; $line }

my $place = $ENV{PLACE} // 'nowhere';
my $home = "$place " . text('greeting') . ' ' . text('version');
my $secret = $ENV{SECRET} // '';
my %pages = (
  '/' => ['200 OK', $home],
  '/health' => [$ENV{HEALTH} // '200 OK', 'health'],
  '/secret' => ['200 OK', length($secret) . ' ' . unpack('%32C*', $secret)],
);

my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 64, ReuseAddr => 1) or die $@;
while (my $client = $server->accept) {
  my $request = <$client> // '';
  while (my $line = <$client>) { last if $line =~ /^\r?$/ }
  my ($path) = $request =~ /^GET (\S+)/;
  my ($status, $body) = @{ $pages{$path // ''} // ['404 Not Found', 'nothing here'] };
  print $client "HTTP/1.1 $status\r\nContent-Length: " . length($body)
    . "\r\nConnection: close\r\n\r\n$body";
  close $client;
}
