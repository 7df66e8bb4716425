package io.drover.config.yaml;

import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Leaves scalars texts: what they mean is the schema's business. Only nothing at all and the merge
 * key are told apart, which also spares YAML 1.1's regular expressions on every scalar.
 */
final class TextResolver extends Resolver {
  @Override
  protected void addImplicitResolvers() {
    // none
  }

  @Override
  public Tag resolve(NodeId kind, String value, boolean implicit) {
    if (kind == NodeId.sequence) {
      return Tag.SEQ;
    }
    if (kind == NodeId.mapping) {
      return Tag.MAP;
    }
    return implicit ? plain(value) : Tag.STR;
  }

  private static Tag plain(String value) {
    return switch (value) {
      case "", "~", "null", "Null", "NULL" -> Tag.NULL;
      case "<<" -> Tag.MERGE;
      default -> Tag.STR;
    };
  }
}
