/** {@code drover install}: a team's overlay on the manifests of a Jenkins. */
package io.drover.cli.install;
