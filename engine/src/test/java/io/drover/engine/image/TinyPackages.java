package io.drover.engine.image;

import io.drover.engine.process.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes packages that hold nothing but a command {@code tiny-NAME} that prints their version. */
final class TinyPackages {
  private TinyPackages() {}

  /** A wheel in a simple index (PEP 503), {@code <folder>/tiny/}. */
  static void wheel(Path folder, String version) throws IOException {
    Path wheel =
        Files.createDirectories(folder.resolve("tiny"))
            .resolve("tiny-%s-py3-none-any.whl".formatted(version));
    String info = "tiny-%s.dist-info/".formatted(version);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("tiny.py", "def main():\n  print('%s')\n".formatted(version));
    files.put(
        info + "METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: %s\n".formatted(version));
    files.put(
        info + "WHEEL",
        "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
    files.put(info + "entry_points.txt", "[console_scripts]\ntiny-wheel = tiny:main\n");
    StringBuilder record = new StringBuilder();
    files.keySet().forEach(name -> record.append(name).append(",,\n"));
    files.put(info + "RECORD", record + info + "RECORD,,\n");
    try (OutputStream out = Files.newOutputStream(wheel);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** A gem in {@code <folder>/gems}; {@link #gemIndex} makes the index of all. */
  static void gem(Path folder, String version) throws IOException, InterruptedException {
    Path source = Files.createDirectories(folder.resolve("source/bin")).getParent();
    Files.writeString(source.resolve("bin/tiny-gem"), "puts '%s'\n".formatted(version));
    Files.writeString(
        source.resolve("tiny.gemspec"),
        """
        Gem::Specification.new do |s|
          s.name = "tiny"
          s.version = "%s"
          s.summary = s.authors = "test"
          s.files = ["bin/tiny-gem"]
          s.executables = ["tiny-gem"]
        end
        """
            .formatted(version)
            .replace("s.summary = s.authors =", "s.authors = s.summary ="));
    Path gems = Files.createDirectories(folder.resolve("gems"));
    Command.of(
            "gem",
            "build",
            "tiny.gemspec",
            "--output",
            gems.resolve("tiny-%s.gem".formatted(version)).toString())
        .in(source)
        .check("build a gem");
  }

  static void gemIndex(Path folder) throws InterruptedException {
    Command.of("gem", "generate_index", "--directory", folder.toString())
        .check("make an index of gems");
  }

  /** A Debian package file. */
  static Path deb(Path folder, String name, String version)
      throws IOException, InterruptedException {
    Path tree = folder.resolve(name + "-tree");
    Files.createDirectories(tree.resolve("DEBIAN"));
    Files.writeString(
        tree.resolve("DEBIAN/control"),
        """
        Package: %s
        Version: %s
        Architecture: all
        Maintainer: Test <test@example.org>
        Depends: bc
        Description: test
        """
            .formatted(name, version));
    Path bin = Files.createDirectories(tree.resolve("usr/bin"));
    Files.writeString(bin.resolve("tiny-" + name), "#!/bin/sh\necho '%s'\n".formatted(version));
    bin.resolve("tiny-" + name).toFile().setExecutable(true, false);
    Path deb = folder.resolve("%s_%s_all.deb".formatted(name, version));
    Command.of("dpkg-deb", "--root-owner-group", "--build", tree.toString(), deb.toString())
        .check("make a .deb");
    return deb;
  }
}
