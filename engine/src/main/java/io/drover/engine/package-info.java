/** From the three files to the plan, from the plan to the work. */
package io.drover.engine;
