// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.SnpPlatformStatus;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.api.Problem;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.UnsignedHex;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code platform snp-config}. */
@Command(
        name = "snp-config",
        description = "Sets what attestation reports state. What is not named stays as it is.",
        sortOptions = false)
final class SnpConfigCommand implements Runnable {
    private final CommandContext session;

    @Mixin
    private PlatformOptions platform;

    @Option(
            names = "--reported-tcb",
            paramLabel = "HEX",
            converter = UnsignedHex.class,
            description = "The TCB_VERSION that reports state, 64 bits; at most the committed one.")
    private Long tcb;

    @Option(
            names = "--mask-chip-id",
            paramLabel = "on|off",
            description = "Whether reports leave the chip's identity out.")
    private Switch maskId;

    @Option(names = "--mask-chip-key", paramLabel = "on|off", description = "Whether reports are left unsigned.")
    private Switch maskKey;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private enum Switch {
        ON,
        OFF
    }

    private SnpConfigCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new SnpConfigCommand(session));
    }

    @Override
    public void run() {
        if (tcb == null && maskId == null && maskKey == null) {
            throw Problem.input("platform.config", "there is nothing to set")
                    .expected("--reported-tcb, --mask-chip-id or --mask-chip-key")
                    .exception();
        }
        PlatformChannel channel = platform.channel(session);
        SnpPlatformStatus now = channel.execute(new GetSnpPlatformStatus());
        int flags = flag(maskId, now.chipIdMasked(), SnpSetConfig.MASK_CHIP_ID)
                | flag(maskKey, now.chipKeyMasked(), SnpSetConfig.MASK_CHIP_KEY);
        channel.execute(new SnpSetConfig(tcb == null ? now.reportedTcb() : tcb, flags));
        platform.print(session, answer, PlatformReport.snpStatus(channel.execute(new GetSnpPlatformStatus())));
    }

    private static int flag(Switch wanted, boolean now, int mask) {
        boolean on = Optional.ofNullable(wanted).map(Switch.ON::equals).orElse(now);
        return on ? mask : 0;
    }
}
