package io.drover.library;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.SerializableScript;
import groovy.lang.Script;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.runtime.InvokerHelper;

/**
 * What Jenkins makes of a script: a method that nobody defines is a variable of the library, a
 * symbol, or a step, at which the program stands until Jenkins lets it go on.
 */
public abstract class PipelineScript extends SerializableScript {
  private static final long serialVersionUID = 1;

  /** Words that describe something and do nothing. */
  private static final Set<String> SYMBOLS =
      Set.of("agent", "kubernetesAgent", "nonresumable", "string");

  @Override
  public Object invokeMethod(String name, Object arguments) {
    Object[] given = (Object[]) arguments;
    Script variable = FakeJenkins.current().library().variable(name);
    if (variable != null) {
      return InvokerHelper.invokeMethod(variable, "call", given);
    }
    if (SYMBOLS.contains(name)) {
      Map<String, Object> symbol = new LinkedHashMap<>();
      symbol.put("symbol", name);
      symbol.putAll(StepCall.of(name, given).arguments());
      return symbol;
    }
    return Continuable.suspend(name, StepCall.of(name, given));
  }

  @Override
  public Object getProperty(String name) {
    return switch (name) {
      case "currentBuild" -> new PipelineGlobals.CurrentBuild();
      case "docker" -> new PipelineGlobals.Docker();
      case "env" -> new PipelineGlobals.Environment();
      default -> super.getProperty(name);
    };
  }
}
