# A small HTTP server whose behaviour its environment decides: VERSION, HEALTH (status of /health),
# CRASH (exit status at start), DELAY (seconds before it listens), SECRET, DATA (a file to count in).
use strict;
use IO::Socket::INET;
$| = 1;
$SIG{CHLD} = 'IGNORE';
print "starting version " . ($ENV{VERSION} || '') . "\n";
if ($ENV{CRASH}) { print "cannot go on: $ENV{CRASH} $ENV{SECRET}\n"; exit $ENV{CRASH}; }
sleep($ENV{DELAY} || 0);
my $starts = '';
if ($ENV{DATA}) {
  open(my $out, '>>', $ENV{DATA}) or die "cannot write $ENV{DATA}: $!\n";
  print $out "start\n";
  close $out;
  open(my $in, '<', $ENV{DATA});
  $starts = () = <$in>;
}
my $server = IO::Socket::INET->new(LocalPort => 80, Listen => 256, ReuseAddr => 1) or die "$!\n";
while (1) {
  my $client = $server->accept or next;
  next if fork;
  my $request = <$client> || '';
  while (my $line = <$client>) { last if $line =~ /^\r?\n$/; }
  my ($status, $body) = (200, ($ENV{VERSION} || '') . "\n");
  if ($request =~ m{ /health}) { $status = $ENV{HEALTH} || 200; }
  if ($request =~ m{ /secret}) { $body = "$ENV{SECRET}\n"; }
  if ($request =~ m{ /starts}) { $body = "$starts\n"; }
  if ($request =~ m{ /pod}) { $body = "$ENV{POD}\n"; }
  if ($request =~ m{ /file}) { open(my $in, '<', '/etc/settings/greeting'); $body = <$in>; }
  if ($request =~ m{ /ask/(\S+)}) {
    my $peer = IO::Socket::INET->new(PeerHost => $1, PeerPort => 80, Timeout => 5);
    print $peer "GET / HTTP/1.0\r\n\r\n" if $peer;
    $body = $peer ? join('', <$peer>) : "no answer from $1\n";
  }
  print $client "HTTP/1.0 $status X\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
  close $client;
  exit 0;
}
