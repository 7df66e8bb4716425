package io.drover.aptly.client;

import io.drover.aptly.AptlyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One real aptly for all test classes that ask for it, to save its start. Each test has names of
 * its own on it. With another aptly first on {@code PATH}, the same tests check that one.
 */
final class SharedAptly implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedAptly.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == AptlyServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(AptlyServer.class, any -> start(), AptlyServer.class);
  }

  private static AptlyServer start() {
    try {
      return AptlyServer.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
