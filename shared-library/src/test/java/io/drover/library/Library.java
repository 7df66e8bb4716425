package io.drover.library;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.NonCPS;
import groovy.lang.GroovyClassLoader;
import groovy.lang.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ImportCustomizer;

/** The library as Jenkins loads it: compiled from its sources, transformed for the interpreter. */
final class Library {
  static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Map<Boolean, Library> COMPILED = new ConcurrentHashMap<>();

  private final CompilerConfiguration configuration;
  private final GroovyClassLoader loader;

  private Library(boolean sandbox) {
    configuration = new CompilerConfiguration();
    configuration.addCompilationCustomizers(
        new ImportCustomizer().addStarImports(NonCPS.class.getPackage().getName()),
        sandbox ? new SandboxedCpsTransformer() : new CpsTransformer());
    configuration.setScriptBaseClass(PipelineScript.class.getName());
    loader = new GroovyClassLoader(Library.class.getClassLoader(), configuration);
    loader.addClasspath(ROOT.resolve("src").toString());
    loader.addClasspath(ROOT.resolve("vars").toString());
  }

  /** The library, compiled by this call or an earlier one. */
  static Library compiled(boolean sandbox) {
    return COMPILED.computeIfAbsent(sandbox, Library::new);
  }

  /** The library, compiled by this call. */
  static Library compile(boolean sandbox) {
    return new Library(sandbox);
  }

  /** The main script of a job. Its class loader knows the library too. */
  Script script(String text) {
    return instance(
        new GroovyClassLoader(loader, configuration).parseClass(text, "WorkflowScript.groovy"));
  }

  /** A new instance of a script in {@code vars}, or null. */
  Script variable(String name) {
    if (!Files.exists(ROOT.resolve("vars").resolve(name + ".groovy"))) {
      return null;
    }
    return instance(type(name));
  }

  Class<?> type(String name) {
    try {
      return loader.loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Script instance(Class<?> script) {
    try {
      return (Script) script.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
