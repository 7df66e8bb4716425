package io.drover.engine.kubernetes;

import io.drover.config.model.Service;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The labels that Kubernetes recommends, which all objects of a service carry.
 *
 * @param selecting those that never change, by which pods are found
 * @param all with name, version and manager
 */
record Labels(Map<String, String> selecting, Map<String, String> all) {
  private static final String PREFIX = "app.kubernetes.io/";
  private static final int LONGEST_VALUE = 63;

  static Labels of(String project, Service service, String version) {
    Map<String, String> selecting = new LinkedHashMap<>();
    selecting.put(PREFIX + "instance", service.name());
    selecting.put(PREFIX + "part-of", value(project));
    Map<String, String> all = new LinkedHashMap<>();
    all.put(PREFIX + "name", service.application());
    all.putAll(selecting);
    all.put(PREFIX + "version", value(version));
    all.put(PREFIX + "managed-by", "drover");
    return new Labels(selecting, all);
  }

  /** Text as a label's value, which knows fewer characters than versions have. */
  static String value(String text) {
    String value = text.replaceAll("[^A-Za-z0-9._-]", "_");
    String cut = value.substring(0, Math.min(LONGEST_VALUE, value.length()));
    return cut.replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
  }
}
