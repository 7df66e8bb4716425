package io.drover.library;

import com.cloudbees.groovy.cps.NonCPS;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.AttributeExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureListExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.SpreadExpression;
import org.codehaus.groovy.ast.expr.SpreadMapExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Finds in the library's sources what Jenkins' interpreter or its sandbox does not bear, also on
 * paths that no test takes.
 */
final class SourceRules extends ClassCodeVisitorSupport {
  private static final String OURS = "io.drover.";
  private static final Set<String> KNOWN_CLASSES = Set.of("java.util.ArrayList");
  private static final Set<String> REFLECTION =
      Set.of(
          "class",
          "classLoader",
          "evaluate",
          "execute",
          "forName",
          "getClass",
          "getMetaClass",
          "getMethods",
          "invokeMethod",
          "metaClass",
          "methodMissing",
          "newInstance");

  /** Methods of Groovy that call a closure from Java, where no step can be taken. */
  private static final Set<String> WITH_CLOSURES =
      Set.of(
          "any",
          "collect",
          "collectEntries",
          "collectMany",
          "each",
          "eachWithIndex",
          "every",
          "find",
          "findAll",
          "groupBy",
          "inject",
          "sort",
          "times",
          "toSorted",
          "with");

  private final List<String> problems = new ArrayList<>();
  private String place = "";
  private boolean interpreted = true;

  /** What is wrong in those files. */
  static List<String> check(List<File> files) {
    CompilationUnit unit = unit();
    files.forEach(unit::addSource);
    return check(unit);
  }

  /** What is wrong in that text. */
  static List<String> check(String text) {
    CompilationUnit unit = unit();
    unit.addSource("text.groovy", text);
    return check(unit);
  }

  private static CompilationUnit unit() {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.setScriptBaseClass(PipelineScript.class.getName());
    return new CompilationUnit(configuration);
  }

  private static List<String> check(CompilationUnit unit) {
    unit.compile(Phases.SEMANTIC_ANALYSIS);
    SourceRules rules = new SourceRules();
    for (Object type : unit.getAST().getClasses()) {
      rules.visitClass((ClassNode) type);
    }
    return rules.problems;
  }

  @Override
  protected SourceUnit getSourceUnit() {
    return null;
  }

  @Override
  public void visitClass(ClassNode type) {
    place = type.getName();
    ClassNode serializable = ClassHelper.make(java.io.Serializable.class);
    if (!type.isScript() && !type.implementsInterface(serializable)) {
      problem("is not Serializable");
    }
    super.visitClass(type);
  }

  @Override
  protected void visitConstructorOrMethod(MethodNode method, boolean constructor) {
    if (method.getName().equals("main") && method.getDeclaringClass().isScript()) {
      return; // Groovy's own.
    }
    place = method.getDeclaringClass().getName() + "." + method.getName();
    interpreted = !constructor && method.getAnnotations(ClassHelper.make(NonCPS.class)).isEmpty();
    if (method.getName().equals("finalize")) {
      problem("finalize");
    }
    super.visitConstructorOrMethod(method, constructor);
    interpreted = true;
  }

  @Override
  public void visitForLoop(ForStatement loop) {
    if (interpreted && !(loop.getCollectionExpression() instanceof ClosureListExpression)) {
      problem("an iterator, which cannot be serialised");
    }
    super.visitForLoop(loop);
  }

  @Override
  public void visitMethodCallExpression(MethodCallExpression call) {
    String name = call.getMethodAsString();
    if (name == null) {
      problem("a call whose name is computed");
    } else if (call.isSpreadSafe()) {
      problem("a spread: " + call.getText());
    } else if (REFLECTION.contains(name)) {
      problem("reflection: " + name);
    } else if (interpreted && WITH_CLOSURES.contains(name)) {
      problem("a closure that Java calls: " + name);
    }
    super.visitMethodCallExpression(call);
  }

  @Override
  public void visitStaticMethodCallExpression(StaticMethodCallExpression call) {
    known(call.getOwnerType());
    super.visitStaticMethodCallExpression(call);
  }

  @Override
  public void visitClassExpression(ClassExpression expression) {
    known(expression.getType());
    super.visitClassExpression(expression);
  }

  @Override
  public void visitConstructorCallExpression(ConstructorCallExpression call) {
    if (!call.isSpecialCall()) {
      known(call.getType());
    }
    super.visitConstructorCallExpression(call);
  }

  @Override
  public void visitPropertyExpression(PropertyExpression property) {
    if (property.getPropertyAsString() == null
        || REFLECTION.contains(property.getPropertyAsString())) {
      problem("reflection: " + property.getText());
    }
    super.visitPropertyExpression(property);
  }

  @Override
  public void visitAttributeExpression(AttributeExpression attribute) {
    problem("a field behind its getter: " + attribute.getText());
  }

  @Override
  public void visitMethodPointerExpression(MethodPointerExpression pointer) {
    problem("a method as a value: " + pointer.getText());
  }

  @Override
  public void visitCastExpression(CastExpression cast) {
    problem("a cast: " + cast.getText());
  }

  @Override
  public void visitSpreadExpression(SpreadExpression spread) {
    problem("a spread: " + spread.getText());
  }

  @Override
  public void visitSpreadMapExpression(SpreadMapExpression spread) {
    problem("a spread: " + spread.getText());
  }

  private void known(ClassNode type) {
    String name = type.getName();
    boolean script = type.isScript();
    if (!name.startsWith(OURS) && !KNOWN_CLASSES.contains(name) && !script) {
      problem("a class of somebody else: " + name);
    }
  }

  private void problem(String what) {
    problems.add(place + ": " + what);
  }
}
