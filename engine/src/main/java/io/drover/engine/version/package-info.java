/** Where sources are, which version they have, and how they get into a workspace. */
package io.drover.engine.version;
