package io.drover.config.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All codes that a {@link Problem} can have. A code never changes its meaning, because people
 * search for it and programs sort by it.
 */
public enum ProblemCode {
  ACTIVE_MISSING(
      "Blue/green with `mode: manual` does not say which colour is live.",
      "Add `active: blue` or `active: green` to `deployment`."),
  AFTER_CYCLE(
      "Components wait for each other through `after`, so none could be built.",
      "Take one step out of the circle that the message names."),
  BAD_ACCESS_MODE(
      "An access mode of a volume is none that Kubernetes has.",
      "Use `ReadWriteOnce`, `ReadOnlyMany`, `ReadWriteMany` or `ReadWriteOncePod`."),
  BAD_APT_REPOSITORY(
      "An extra apt repository is not written as apt takes it.",
      "Write `ppa:owner/name`, a `deb …` line or a URL."),
  BAD_AUTOSCALER(
      "Kubernetes would refuse the settings of `hpa`.",
      "Keep `min_replicas` at or below `max_replicas`, and give a metric one target that "
          + "fits its kind."),
  BAD_BRANCH(
      "A branch, tag or commit has a name that git does not take.",
      "Use a name that `git check-ref-format --branch` takes."),
  BAD_CHARACTER(
      "The file holds a character that has no place in a text file.",
      "Remove it, or write it as an escape in a double-quoted text."),
  BAD_CREDENTIALS_ID(
      "The id of credentials is none; it may be the credentials themselves.",
      "Keep the credentials where they are kept, and give their id."),
  BAD_DIGEST("A SHA-256 does not have 64 hex digits.", "Give what `sha256sum` prints."),
  BAD_DURATION(
      "A time is not written as one.",
      "Write seconds (`300`) or a number with a unit (`90s`, `30m`, `2h`)."),
  BAD_ENCODING("The file is not UTF-8.", "Save it as UTF-8."),
  BAD_GIST("A job cannot be made of a list of files.", "Give the file with the object as `path`."),
  BAD_GIT_URL(
      "The URL of a repository is none that git takes.",
      "Write a URL such as `https://host/team/repository.git`, or a path."),
  BAD_GPU("The type of a GPU is not an extended resource.", "Write for example `nvidia.com/gpu`."),
  BAD_HOST(
      "An external host is not a host or a URL of one.",
      "Write `www.example.com` or `https://www.example.com`, without port and path."),
  BAD_IMAGE(
      "A base image is not an image reference.",
      "Write `[registry/]name[:tag]`, the name in small letters."),
  BAD_KEY(
      "A key is not of the form that is taken here: a key of a mapping, of a secret or "
          + "of a repository.",
      "Follow the hint of the message."),
  BAD_LOCATION(
      "The place of a package to download is not an https URL of a `.deb`.",
      "Write `https://…/package.deb`."),
  BAD_MERGE(
      "`<<` merges something that is no object.",
      "Write `<<: *name`, where `&name` marks an object."),
  BAD_MODE(
      "The permission bits of a file are none.",
      "Write them in octal with a leading zero, for example `0644`."),
  BAD_NAME(
      "A name has characters, or a length, that Kubernetes and DNS do not take.",
      "Use small letters, digits and `-`, with a letter or digit at both ends."),
  BAD_PACKAGE(
      "The name of a package is not one of its package manager.",
      "Write the name alone; a version belongs in `version`."),
  BAD_PATH(
      "A path leads out of its folder, or is absolute where it must not be, or the reverse.",
      "Write a path as the hint says, without `..`."),
  BAD_POD_FIELD(
      "Kubernetes hands no such field to a pod.",
      "Use `metadata.name`, `metadata.namespace`, `metadata.labels['key']`, "
          + "`spec.nodeName`, `status.podIP`, …"),
  BAD_PROBE("Kubernetes would refuse the settings of a probe.", "Follow the hint of the message."),
  BAD_QUANTITY(
      "An amount of CPU, memory or storage is not a Kubernetes quantity.",
      "Write a number with a unit: `500m`, `2`, `512Mi`, `10G`."),
  BAD_SECRET_REFERENCE(
      "What stands beside `secret` is not the name of a Kubernetes secret; it may be the "
          + "secret itself.",
      "Keep the secret in the cluster and write its `name` or `name/key`."),
  BAD_TAG(
      "A YAML tag asks for an object of a program.",
      "Remove the tag; the files hold texts, numbers, lists and objects only."),
  BAD_URL("A URL is not written as one.", "Write `http://host[:port]`."),
  BAD_USER("The user of an image is none.", "Write `name`, `id`, `name:group` or `id:id`."),
  BAD_VALUE(
      "A value does not have the form that is wanted here.",
      "Follow the hint, or look it up with `drover explain`."),
  BAD_VARIABLE_NAME(
      "An environment variable has a name that a shell does not take.",
      "Use letters, digits and `_`; the first is no digit."),
  BAD_VERSION(
      "A version has characters that no version has, or an operator.",
      "Give one version, without an operator such as `>=`."),
  BAD_YAML(
      "The file is not YAML.",
      "Check indentation, quotes and brackets at the place and in the line before."),
  CONFLICTING_KEYS("Keys stand together that exclude each other.", "Keep one of them."),
  CREDENTIAL_IN_CLEAR(
      "A value looks like a credential, readable by all who read the repository.",
      "Keep it in a secret or in the credentials store, refer to it by name, and replace "
          + "it: it has been published."),
  DEPRECATED_KEY(
      "A key of old files has a new spelling, or says nothing any more.",
      "Write what the hint says; `drover validate --explain-legacy` lists all of them."),
  DUPLICATE_KEY(
      "A key stands twice in one object; YAML would drop one of them silently.",
      "Keep one of the two."),
  DUPLICATE_NAME("Two things of one kind have one name.", "Give each a name of its own."),
  DUPLICATE_PORT("A port stands twice in one list.", "Remove one."),
  EMPTY_FILE("The file is empty.", "Begin with `project: <name>`."),
  EMPTY_VALUE(
      "A key has no value, or an empty one where that means nothing.",
      "Give it a value, or remove the key."),
  ENVIRONMENT_CYCLE(
      "A release would be promoted in circles.",
      "Take one `next_environment` out of the circle that the message names."),
  GIT_MISSING(
      "`branch` or `credentials` stand where no repository is named.",
      "Give the repository's URL as `git`, or remove them."),
  HOST_CLASH(
      "Two services of one cluster have the same external host.",
      "Give each service a host of its own."),
  IGNORED_KEY("A key says nothing where it stands.", "Remove it, or add what the hint names."),
  LONG_LINE("A line is longer than 128 KiB.", "Break it up."),
  MANY_DOCUMENTS(
      "The file holds more than one YAML document.",
      "Keep one document; remove the `---` between them."),
  MISSING_FILE(
      "One of the three files is not there.",
      "Create it, with `project: <name>` as its first line; `drover init` writes all three."),
  MISSING_FOLDER("The folder is not there.", "Name the folder that holds the three files."),
  MISSING_KEY("A key that must be there is not.", "Add it."),
  MISSING_SIZE("A disk has no size.", "Add for example `size: 10G`."),
  NAME_CLASH(
      "Two names are the same once blanks and capitals are normalised.",
      "Give each a name of its own."),
  NAMESPACE_CLASH(
      "Two environments of one cluster have one namespace.",
      "Give each a `namespace` of its own, or another `cluster`."),
  NOT_A_FILE(
      "A folder, or something else, stands where a file should.", "Put a YAML file in its place."),
  OUT_OF_RANGE("A number is too small or too great.", "Give one in the range that the hint names."),
  PATH_CLASH("Two volumes are mounted at one path.", "Mount one of them somewhere else."),
  PORT_OUT_OF_RANGE("A port is not a number from 1 to 65535.", "Give a port that there is."),
  PROJECT_DIFFERS(
      "The three files name different projects.", "Write the same `project` in all three."),
  QUOTES_MISSING(
      "A shell line with `: ` in it was taken apart as a YAML key.",
      "Put the whole text in quotes."),
  RECURSIVE_ALIAS("A YAML alias stands inside of what it refers to.", "Write the value out."),
  REQUEST_ABOVE_LIMIT(
      "A service requests more than its limit allows.", "Lower the request or raise the limit."),
  TAB("A tab stands where YAML takes blanks only.", "Indent with blanks."),
  TOO_BIG("The file is bigger than 3 MiB.", "Split the project."),
  TOO_DEEP("Values are nested more than 50 deep.", "Nest less."),
  TOO_LONG("A text is longer than is taken here.", "Shorten it."),
  TOO_MANY_ALIASES("YAML aliases are too many, or stand for too much.", "Write values out."),
  TOO_MANY_VALUES("The file holds more than 500,000 values.", "Split the project."),
  TWO_SPELLINGS(
      "One of the three files is there twice, with different endings.", "Keep one of them."),
  UNKNOWN_APPLICATION(
      "A service runs an application that `application.yaml` does not have.",
      "Correct the name, or add the application."),
  UNKNOWN_BACKEND(
      "`backend` names a service that this environment does not have.",
      "Correct the name, or add the service."),
  UNKNOWN_COMPONENT(
      "Something refers to a component that `build.yaml` does not have.",
      "Correct the name, or add the component."),
  UNKNOWN_ENVIRONMENT(
      "`next_environment` names an environment that is not there.",
      "Correct the name, or add the environment."),
  UNKNOWN_KEY(
      "There is no such key here.",
      "Correct it as the hint says; `drover explain` lists all keys."),
  UNKNOWN_VALUE(
      "The value is none of those that may stand here.", "Use one of those that the hint names."),
  UNREADABLE_FILE(
      "The file cannot be read.", "Check that it is a text file and that you may read it."),
  UNUSED_APPLICATION(
      "No environment runs this application.", "Add a service that runs it, or remove it."),
  UNUSED_COMPONENT(
      "No application uses this component.", "Name it as `origin` of a dependency, or remove it."),
  UNVERIFIED_DOWNLOAD(
      "A package is installed as downloaded, whatever the server sends.",
      "Add `sha256` with the digest of the file."),
  WRONG_PACKAGE_MANAGER(
      "A package's kind and its base do not fit: Debian and Ubuntu have apt, Alpine has apk.",
      "Correct `type`, or take another base."),
  WRONG_TYPE(
      "A value is a text, number, list or object where another of these is wanted.",
      "Write it as the hint says.");

  private static final Map<String, ProblemCode> BY_ID =
      Arrays.stream(values()).collect(Collectors.toMap(ProblemCode::id, Function.identity()));

  private final String meaning;
  private final String remedy;

  ProblemCode(String meaning, String remedy) {
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** The code of that name. */
  public static Optional<ProblemCode> of(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** The code as it is printed, for example {@code unknown-key}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is wrong: one sentence, with Markdown's backticks around what stands in files. */
  public String meaning() {
    return meaning;
  }

  /** What to do about it: one sentence, likewise. */
  public String remedy() {
    return remedy;
  }
}
