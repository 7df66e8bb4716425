/**
 * Programs that run in pods while a deployment goes on: a server, and a client that counts what
 * goes wrong. They need nothing but the JDK's java.base.
 */
package io.drover.engine.deploy.cluster.load;
