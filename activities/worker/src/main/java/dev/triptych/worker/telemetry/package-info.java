/**
 * Traces and logs that say to which run, cell and stage something belongs. Others see of
 * OpenTelemetry its interface alone; its SDK is loaded only if the environment asks for traces.
 */
@NullMarked
package dev.triptych.worker.telemetry;

import org.jspecify.annotations.NullMarked;
