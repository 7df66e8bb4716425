package io.drover.fuzz;

import io.drover.config.schema.FileKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A way to make the three files from the fuzzer's bytes. */
enum Target {
  /** The first byte says which of the three files the others are. */
  BYTES {
    @Override
    Map<FileKind, byte[]> files(byte[] input, Seeds seeds) {
      return ByteFiles.from(input, seeds);
    }

    @Override
    List<byte[]> inputs(Seeds seeds) {
      return ByteFiles.inputs(seeds);
    }
  },

  /** The bytes choose keys and values as the schemas have them, and some as they do not. */
  TREES {
    @Override
    Map<FileKind, byte[]> files(byte[] input, Seeds seeds) {
      return TreeFiles.from(input);
    }

    @Override
    List<byte[]> inputs(Seeds seeds) {
      return Seeds.noise(200, 600);
    }
  },

  /** The bytes choose changes of valid files. */
  MUTATIONS {
    @Override
    Map<FileKind, byte[]> files(byte[] input, Seeds seeds) {
      return MutatedFiles.from(input, seeds);
    }

    @Override
    List<byte[]> inputs(Seeds seeds) {
      return Seeds.noise(200, 32);
    }
  };

  /** The files that an input stands for. */
  abstract Map<FileKind, byte[]> files(byte[] input, Seeds seeds);

  /** The inputs to begin with. */
  abstract List<byte[]> inputs(Seeds seeds);

  String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
