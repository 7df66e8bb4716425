package io.drover.library;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.sandbox.Untrusted;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.FieldNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.SourceUnit;
import org.kohsuke.groovy.sandbox.SandboxTransformer;

/**
 * Makes the library ask the sandbox about every call. The interpreter has such a class, which wants
 * a newer sandbox than Central has.
 */
final class SandboxedCpsTransformer extends CpsTransformer {
  private final SandboxTransformer sandbox = new SandboxTransformer();
  private ClassCodeExpressionTransformer visitor;

  @Override
  public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
    visitor = sandbox.createVisitor(source, type);
    super.call(source, context, type);
  }

  @Override
  protected void processConstructors(ClassNode type) {
    sandbox.processConstructors(visitor, type);
  }

  @Override
  protected void visitNontransformedMethod(MethodNode method) {
    visitor.visitMethod(method);
  }

  @Override
  protected void visitNontransformedField(FieldNode field) {
    visitor.visitField(field);
  }

  @Override
  protected void visitNontransformedStatement(Statement statement) {
    statement.visit(visitor);
  }

  @Override
  @SuppressWarnings("rawtypes")
  protected Class getTrustTag() {
    return Untrusted.class;
  }
}
