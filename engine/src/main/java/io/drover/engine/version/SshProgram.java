package io.drover.engine.version;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/**
 * Reaches ssh hosts with the machine's ssh program, as git does: with the user's own keys, agent,
 * settings and known hosts. It never asks anything.
 */
final class SshProgram extends SshSessionFactory {
  private final String program;
  private final List<Process> running = new ArrayList<>();

  /**
   * A way to reach hosts.
   *
   * @param program name of the ssh program on the PATH
   */
  SshProgram(String program) {
    this.program = program;
  }

  /** Ends the sessions that are open. */
  synchronized void end() {
    running.forEach(Process::destroy);
    running.clear();
  }

  @Override
  public RemoteSession getSession(
      URIish uri, CredentialsProvider credentials, FS fs, int timeoutMillis) {
    long seconds = Math.max(1, TimeUnit.MILLISECONDS.toSeconds(timeoutMillis));
    return new RemoteSession() {
      @Override
      public Process exec(String command, int timeoutSeconds) throws IOException {
        return new PatientProcess(start(words(uri, seconds, command)));
      }

      @Override
      public void disconnect() {
        end();
      }
    };
  }

  @Override
  public String getType() {
    return "program";
  }

  private List<String> words(URIish uri, long seconds, String command) {
    List<String> words = new ArrayList<>(List.of(program, "-o", "BatchMode=yes"));
    words.addAll(List.of("-o", "ConnectTimeout=" + seconds));
    words.addAll(List.of("-o", "ServerAliveInterval=" + seconds));
    if (uri.getPort() > 0) {
      words.addAll(List.of("-p", String.valueOf(uri.getPort())));
    }
    String host = uri.getUser() == null ? uri.getHost() : uri.getUser() + "@" + uri.getHost();
    words.addAll(List.of("--", host, command));
    return words;
  }

  private synchronized Process start(List<String> words) throws IOException {
    Process process = new ProcessBuilder(words).start();
    running.add(process);
    return process;
  }
}
