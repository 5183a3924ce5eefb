/** Fakes of all steps, and a Temporal environment that runs the workflows with them. */
package dev.triptych.workflows.testing;
