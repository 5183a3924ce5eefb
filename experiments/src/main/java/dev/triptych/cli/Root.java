package dev.triptych.cli;

import picocli.CommandLine.Command;

/** The {@code triptych} command itself, which only holds its verbs. */
@Command(
    name = "triptych",
    mixinStandardHelpOptions = true,
    versionProvider = TriptychVersion.class,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    description = "Durable, reproducible 3D-portrait experiments.",
    footer = {
      "",
      "Begin with: triptych run experiments/specs/quickstart.yaml",
      "Exit codes: 0 done, 1 a portrait failed, 2 wrong command line or spec,",
      "3 something around Triptych is in the way, 70 a fault of Triptych, 130 stopped with Ctrl-C."
    })
final class Root {}
