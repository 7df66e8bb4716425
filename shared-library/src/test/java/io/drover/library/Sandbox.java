package io.drover.library;

import groovy.lang.GroovyClassLoader;
import groovy.lang.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kohsuke.groovy.sandbox.GroovyInterceptor;

/**
 * Refuses every call that is not of the library itself, a step, or in {@code
 * sandbox-signatures.txt}. The lines there are written as Jenkins' Script Security plugin writes
 * them and stand in its generic whitelist.
 */
final class Sandbox extends GroovyInterceptor {
  private static final String GROOVY = "org.codehaus.groovy.runtime.";
  private static final List<String> ALLOWED = read();

  /** Lines that were needed. */
  private final Set<String> used = new TreeSet<>();

  /** A call outside of what is allowed. */
  static final class Refused extends SecurityException {
    private static final long serialVersionUID = 1;

    Refused(String call) {
      super("the sandbox refuses " + call);
    }
  }

  static List<String> allowed() {
    return ALLOWED;
  }

  Set<String> used() {
    return used;
  }

  @Override
  public Object onMethodCall(Invoker invoker, Object receiver, String method, Object... arguments)
      throws Throwable {
    if (!ours(receiver.getClass())) {
      permit("method", receiver, method, arguments);
    }
    return super.onMethodCall(invoker, receiver, method, arguments);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Object onStaticCall(Invoker invoker, Class type, String method, Object... arguments)
      throws Throwable {
    if (!ours(type)) {
      permit("staticMethod", type, method, arguments);
    }
    return super.onStaticCall(invoker, type, method, arguments);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Object onNewInstance(Invoker invoker, Class type, Object... arguments) throws Throwable {
    if (!ours(type)) {
      permit("new", type, "", arguments);
    }
    return super.onNewInstance(invoker, type, arguments);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Object onSuperCall(
      Invoker invoker, Class sender, Object receiver, String method, Object... arguments) {
    throw new Refused("super." + method);
  }

  @Override
  public Object onGetProperty(Invoker invoker, Object receiver, String property) throws Throwable {
    if (!ours(receiver instanceof Class<?> type ? type : receiver.getClass())) {
      permit("method", receiver, getter(property));
    }
    return super.onGetProperty(invoker, receiver, property);
  }

  @Override
  public Object onSetProperty(Invoker invoker, Object receiver, String property, Object value)
      throws Throwable {
    if (!ours(receiver.getClass())) {
      throw new Refused("set " + receiver.getClass().getName() + "." + property);
    }
    return super.onSetProperty(invoker, receiver, property, value);
  }

  @Override
  public Object onGetAttribute(Invoker invoker, Object receiver, String attribute)
      throws Throwable {
    throw new Refused("the field " + attribute);
  }

  @Override
  public Object onSetAttribute(Invoker invoker, Object receiver, String attribute, Object value)
      throws Throwable {
    throw new Refused("the field " + attribute);
  }

  @Override
  public Object onGetArray(Invoker invoker, Object receiver, Object index) throws Throwable {
    permit("method", receiver, "getAt", index);
    return super.onGetArray(invoker, receiver, index);
  }

  @Override
  public Object onSetArray(Invoker invoker, Object receiver, Object index, Object value)
      throws Throwable {
    permit("method", receiver, "putAt", index, value);
    return super.onSetArray(invoker, receiver, index, value);
  }

  private static String getter(String property) {
    return "get" + Character.toUpperCase(property.charAt(0)) + property.substring(1);
  }

  /** Classes of the library, and what the steps of the tests stand for. */
  private static boolean ours(Class<?> type) {
    return Script.class.isAssignableFrom(type)
        || type.getClassLoader() instanceof GroovyClassLoader
        || type.getName().startsWith(PipelineGlobals.class.getName());
  }

  private void permit(String kind, Object receiver, String method, Object... arguments) {
    for (String line : ALLOWED) {
      List<String> words = List.of(line.split(" "));
      if (matches(words, kind, receiver, method, arguments)) {
        used.add(line);
        return;
      }
    }
    throw new Refused(kind + " " + receiver + " " + method + " " + Arrays.toString(arguments));
  }

  private static boolean matches(
      List<String> words, String kind, Object receiver, String method, Object[] arguments) {
    if (kind.equals("new")) {
      return words.get(0).equals("new")
          && words.get(1).equals(((Class<?>) receiver).getName())
          && fit(words.subList(2, words.size()), arguments);
    }
    if (words.size() < 3 || !words.get(2).equals(method)) {
      return false;
    }
    List<String> parameters = words.subList(3, words.size());
    if (words.get(0).equals("staticMethod") && words.get(1).startsWith(GROOVY + "Default")) {
      Object[] withSelf = new Object[arguments.length + 1];
      withSelf[0] = receiver;
      System.arraycopy(arguments, 0, withSelf, 1, arguments.length);
      return kind.equals("method") && fit(parameters, withSelf);
    }
    if (!words.get(0).equals(kind)) {
      return false;
    }
    boolean type =
        kind.equals("method")
            ? type(words.get(1)).isInstance(receiver)
            : words.get(1).equals(((Class<?>) receiver).getName());
    return type && fit(parameters, arguments);
  }

  private static boolean fit(List<String> parameters, Object[] arguments) {
    if (parameters.size() != arguments.length) {
      return false;
    }
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] != null && !type(parameters.get(i)).isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  private static Class<?> type(String name) {
    try {
      return name.equals("int") ? Integer.class : Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> read() {
    try (InputStream in = Sandbox.class.getResourceAsStream("/sandbox-signatures.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
