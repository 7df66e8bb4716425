package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/**
 * Reaches ssh hosts with the machine's ssh program, as git does: with a key that was given, or with
 * the user's own keys, agent and settings. It never asks anything, and never speaks to a host whose
 * key is not known.
 */
final class SshProgram extends SshSessionFactory {
  private final String program;
  private final List<Process> running = new ArrayList<>();
  private final StringBuffer said = new StringBuffer();
  private final List<PatientProcess> sessions = new CopyOnWriteArrayList<>();
  private List<String> identity = List.of();

  /**
   * A way to reach hosts.
   *
   * @param program name of the ssh program on the PATH
   */
  SshProgram(String program) {
    this.program = program;
  }

  /** Takes a key whose files lie in a folder. */
  synchronized void use(SshKey key, Path folder) {
    identity = key.words(folder);
  }

  /** What ssh and the other side's git wrote on standard error; its beginning at least. */
  String said() {
    sessions.forEach(PatientProcess::awaitErrors);
    return said.toString();
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
        PatientProcess session = new PatientProcess(start(words(uri, seconds, command)), said);
        sessions.add(session);
        return session;
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

  private synchronized List<String> words(URIish uri, long seconds, String command) {
    List<String> words = new ArrayList<>(List.of(program, "-o", "BatchMode=yes"));
    words.addAll(List.of("-o", "StrictHostKeyChecking=yes", "-o", "UpdateHostKeys=no"));
    words.addAll(List.of("-o", "ConnectTimeout=" + seconds));
    words.addAll(List.of("-o", "ServerAliveInterval=" + seconds));
    words.addAll(identity);
    if (uri.getPort() > 0) {
      words.addAll(List.of("-p", String.valueOf(uri.getPort())));
    }
    String host = uri.getUser() == null ? uri.getHost() : uri.getUser() + "@" + uri.getHost();
    words.addAll(List.of("--", host, command));
    return words;
  }

  private synchronized Process start(List<String> words) {
    try {
      Process process = new ProcessBuilder(words).start();
      running.add(process);
      return process;
    } catch (IOException e) {
      throw new WorkFailedException(
          "this machine has no program %s. Install: apt-get install openssh-client"
              .formatted(program),
          e);
    }
  }
}
