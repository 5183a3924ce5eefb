/** References to what lies in the artefact store; payloads carry these instead of bytes. */
@NullMarked
package dev.triptych.workflows.artifact;

import org.jspecify.annotations.NullMarked;
