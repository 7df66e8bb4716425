package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.deploy.Parallel;
import io.drover.engine.deploy.cluster.Applier.Attempt;
import io.drover.engine.deploy.cluster.ObjectDiff.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a deployment would change, by the API server's own dry run. Nothing is written. */
public final class Diff {
  private final Applier applier;

  private Diff(Applier applier) {
    this.applier = applier;
  }

  /**
   * The objects that would change.
   *
   * @param applier knows namespace, inventory and settings
   * @param desired what shall be there
   * @param keep what would not be deleted, as in {@link Applier#prune}
   * @return in the order of the objects, then those that would be deleted; empty: nothing to do
   * @throws io.drover.engine.WorkFailedException if the cluster is away
   */
  public static List<ObjectDiff> of(
      Applier applier, Collection<? extends HasMetadata> desired, Predicate<LiveObject> keep)
      throws InterruptedException {
    Diff diff = new Diff(applier);
    List<HasMetadata> objects = List.copyOf(desired);
    List<ObjectDiff> diffs = new ArrayList<>();
    Parallel.map(Cluster.PARALLEL, objects, diff::of).forEach(d -> d.ifPresent(diffs::add));
    for (LiveObject object : applier.surplus(desired, keep)) {
      List<String> lines = ObjectText.diff(Optional.of(object.json()), Optional.empty());
      diffs.add(new ObjectDiff(object.kind(), object.name(), Change.DELETED, lines));
    }
    return List.copyOf(diffs);
  }

  private Optional<ObjectDiff> of(HasMetadata desired) throws InterruptedException {
    ObjectNode wanted = Applicable.of(desired, applier.namespace());
    try {
      Attempt attempt = applier.attempt(desired, wanted, applier.inventory().live(desired));
      if (attempt.refusal().isPresent()) {
        return Optional.of(refused(desired, attempt.refusal().get()));
      }
      return attempt.differs() ? changes(desired, wanted, attempt) : Optional.empty();
    } catch (KubernetesClientException e) {
      if (ClusterErrors.concernsTheConnection(e)) {
        throw ClusterErrors.of("the difference cannot be found", e);
      }
      return Optional.of(refused(desired, Refusals.reason(e, wanted)));
    }
  }

  private static ObjectDiff refused(HasMetadata desired, String reason) {
    return new ObjectDiff(
        desired.getKind(), desired.getMetadata().getName(), Change.REFUSED, List.of(reason));
  }

  private Optional<ObjectDiff> changes(HasMetadata desired, ObjectNode wanted, Attempt attempt)
      throws InterruptedException {
    Optional<ObjectNode> before = attempt.before().map(LiveObject::json);
    ObjectNode after = after(wanted, attempt);
    if (before.isPresent() && Normalized.same(before.get(), after)) {
      return Optional.empty();
    }
    Change change = before.isPresent() ? Change.CHANGED : Change.CREATED;
    return Optional.of(
        new ObjectDiff(
            desired.getKind(),
            desired.getMetadata().getName(),
            change,
            ObjectText.diff(before, Optional.of(after))));
  }

  /** What would stand there; where the API server cannot tell, what was asked for. */
  private ObjectNode after(ObjectNode wanted, Attempt attempt) throws InterruptedException {
    try {
      return applier.writer().dryRun(attempt.kind().get(), wanted, attempt.force());
    } catch (KubernetesClientException e) {
      boolean noNamespaceYet = e.getCode() == 404 && attempt.before().isEmpty();
      boolean madeAnew = wanted.path("kind").asText().equals("Job") && Refusals.isImmutable(e);
      if (noNamespaceYet || madeAnew) {
        return wanted;
      }
      throw e;
    }
  }
}
