package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.file.ContentKey;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.kubernetes.ManifestSettings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RecordKeyTest {
  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          Integer.class,
          Long.class,
          Double.class,
          Boolean.class,
          Duration.class,
          byte[].class,
          // Of custom resources: what YAML has.
          Object.class);

  private record Pair(Object first, Optional<Object> second) {}

  private static String key(Object value) {
    ContentKey key = ContentKey.of("test");
    new RecordKey(key).with(value);
    return key.hex();
  }

  @Property(tries = 500)
  void equalValuesAndNoOthersHaveTheSameKey(
      @ForAll List<List<String>> one, @ForAll List<List<String>> other) {
    assertThat(key(one).equals(key(other))).isEqualTo(one.equals(other));
    assertThat(key(List.copyOf(one))).isEqualTo(key(one));
  }

  @Example
  void whatLooksAlikeIsNotTheSame() {
    List<Object> values =
        List.of(
            List.of("a", "b"),
            List.of("a, b"),
            List.of(List.of("a"), "b"),
            List.of(List.of("a", "b")),
            Map.of("a", "b"),
            "1",
            1,
            1L,
            true,
            "true",
            new byte[] {1},
            new Pair("a", Optional.of("b")),
            new Pair("a", Optional.empty()),
            new Pair("a", Optional.of(Optional.empty())));
    assertThat(values.stream().map(RecordKeyTest::key).distinct()).hasSameSizeAs(values);
    assertThatThrownBy(() -> key(new Object())).isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void everythingADeploymentIsAskedForHasAKey() {
    Set<Class<?>> seen = new HashSet<>();
    Deque<Type> open = new ArrayDeque<>(List.of(Desired.class, ManifestSettings.class));
    while (!open.isEmpty()) {
      Type type = open.pop();
      if (type instanceof ParameterizedType generic) {
        open.addAll(List.of(generic.getActualTypeArguments()));
        assertThat((Class<?>) generic.getRawType())
            .matches(
                raw ->
                    raw == Optional.class
                        || raw == Map.class
                        || Collection.class.isAssignableFrom(raw));
      } else if (type instanceof Class<?> plain && seen.add(plain)) {
        open.addAll(parts(plain));
      }
    }
    assertThat(seen).hasSizeGreaterThan(40);
  }

  private static List<? extends Type> parts(Class<?> type) {
    if (type.isRecord()) {
      return List.of(type.getRecordComponents()).stream()
          .map(RecordComponent::getGenericType)
          .toList();
    }
    if (type.isSealed()) {
      return List.of(type.getPermittedSubclasses());
    }
    assertThat(type).matches(t -> t.isPrimitive() || t.isEnum() || PLAIN.contains(t));
    return List.of();
  }
}
