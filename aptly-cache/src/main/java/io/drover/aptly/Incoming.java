package io.drover.aptly;

import io.drover.aptly.client.AptlyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where packages are looked at before the repository sees them: an upload folder and a local
 * repository of its own, both gone after use. A damaged package or a broken upload never gets
 * further than this.
 */
final class Incoming implements AutoCloseable {

  /** After this long, what an interrupted run left is taken for garbage. */
  static final Duration LEFTOVER = Duration.ofHours(1);

  private static final long SETTLING_MILLIS = 300;

  private final AptlyClient client;
  private final String name;
  private final Map<String, DebFile> files = new HashMap<>();

  private Incoming(AptlyClient client, String name) {
    this.client = client;
    this.name = name;
  }

  static Incoming begin(AptlyClient client, String repository) {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    return new Incoming(client, prefix(repository) + System.currentTimeMillis() + "-" + unique);
  }

  /** Deletes what runs that were killed left on the server longer ago than that. */
  static void sweep(AptlyClient client, String repository, Duration age) {
    for (String folder : client.uploads()) {
      if (isLeftover(folder, repository, age)) {
        client.deleteUpload(folder);
      }
    }
    for (String staging : client.repositories()) {
      if (isLeftover(staging, repository, age)) {
        client.deleteRepository(staging);
      }
    }
  }

  static boolean isLeftover(String name, String repository, Duration age) {
    Matcher matcher =
        Pattern.compile(Pattern.quote(prefix(repository)) + "([0-9]{13})-[0-9a-f]{8}")
            .matcher(name);
    return matcher.matches()
        && Long.parseLong(matcher.group(1)) < System.currentTimeMillis() - age.toMillis();
  }

  void upload(DebFile deb) {
    files.put(deb.uploadName(), deb);
    client.upload(name, deb.uploadName(), deb.path());
  }

  /**
   * Lets aptly read the uploaded files.
   *
   * @throws AptlyException when it cannot read one, or read other bytes than were sent
   */
  List<AptlyPackage> read() {
    if (files.isEmpty()) {
      return List.of();
    }
    // Not to be cut off: the server would go on with it, after the deletion that follows.
    List<String> complaints =
        Pauses.finishing(
            () -> {
              client.createRepository(name, "", "");
              return client.addUploaded(name, name);
            });
    if (!complaints.isEmpty()) {
      throw new AptlyException(
          client.server()
              + " did not take what was built: "
              + inLocalNames(String.join("; ", complaints))
              + ". Build the package again.");
    }
    List<AptlyPackage> packages = client.packages(name);
    List<DebFile> lost = new ArrayList<>(files.values());
    lost.removeIf(
        deb -> packages.stream().anyMatch(p -> p.published().sha256().equals(deb.sha256())));
    if (!lost.isEmpty()) {
      throw new AptlyException(
          client.server()
              + " did not get "
              + lost.get(0).path()
              + " as it is here. Did it change meanwhile? Publish again.");
    }
    packages.forEach(this::requireFittingName);
    return packages;
  }

  /** A file that is named as dpkg names packages must hold the package that it names. */
  private void requireFittingName(AptlyPackage one) {
    PublishedPackage control = one.published();
    for (DebFile deb : files.values()) {
      if (deb.sha256().equals(control.sha256()) && !deb.isNamedFor(control)) {
        throw new AptlyException(
            ("%s holds %s %s (%s), which is not what its name says. Correct the control file, or"
                    + " the name.")
                .formatted(deb.path(), control.name(), control.version(), control.architecture()));
      }
    }
  }

  /** aptly speaks of paths on the server; the user knows the files here. */
  private String inLocalNames(String text) {
    String local = text;
    for (Map.Entry<String, DebFile> file : files.entrySet()) {
      local =
          local.replaceAll(
              "\\S*" + Pattern.quote(file.getKey()),
              Matcher.quoteReplacement(file.getValue().path().toString()));
    }
    return local;
  }

  @Override
  public void close() {
    if (files.isEmpty()) {
      return;
    }
    boolean interrupted = Thread.currentThread().isInterrupted();
    Pauses.finish(
        () -> {
          if (interrupted) {
            // The server may still be at the upload that the interrupt cut off, and write it.
            Pauses.sleep(SETTLING_MILLIS);
          }
          quietly(() -> client.deleteUpload(name));
          quietly(() -> client.deleteRepository(name));
        });
  }

  /** What cannot be deleted now, {@link #sweep} deletes later. */
  private static void quietly(Runnable deletion) {
    try {
      deletion.run();
    } catch (AptlyException e) {
      // the failure that led here is the one to tell
    }
  }

  private static String prefix(String repository) {
    return "drover-" + repository + "-";
  }
}
