/**
 * Jenkins' jobs and views for a plan. {@code item} says what they are, {@code xml} writes them as
 * Jenkins reads them, {@code home} puts them into files, {@code rest} into a running Jenkins.
 */
package io.drover.seedjobs;
