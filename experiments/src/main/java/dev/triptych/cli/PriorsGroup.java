package dev.triptych.cli;

import picocli.CommandLine.Command;

/** {@code triptych priors}, which only holds its verbs. */
@Command(
    name = "priors",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    description = "Prior sets: the trained networks that experiments start from.")
final class PriorsGroup {}
