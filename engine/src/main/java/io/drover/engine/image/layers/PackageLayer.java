package io.drover.engine.image.layers;

import java.util.List;
import java.util.Map;

/**
 * A package as a layer on a runtime.
 *
 * @param digest of the compressed layer
 * @param size of the compressed layer in bytes
 * @param diffId digest of the layer before compression
 * @param control the package's paragraph in dpkg's status
 * @param newest when the youngest of its files was made, in seconds since 1970
 * @param files everything in the layer that is no folder of the runtime, and what it is: a file, or
 *     a folder with its owner and mode
 * @param interests triggers that dpkg must tell the package of, to how it wants to be told
 * @param activates triggers that the package's installation sets off
 * @param libraries shared libraries in folders of the dynamic linker: path to what {@link
 *     SharedLibrary} says of it
 */
record PackageLayer(
    String digest,
    long size,
    String diffId,
    String control,
    long newest,
    Map<String, String> files,
    Map<String, String> interests,
    List<String> activates,
    Map<String, String> libraries) {
  static final String FILE = "file";

  Stanza stanza() {
    return Stanza.parse(control).get(0);
  }
}
