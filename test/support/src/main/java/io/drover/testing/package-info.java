/** What tests of several modules share: a Kubernetes cluster to test with. */
package io.drover.testing;
