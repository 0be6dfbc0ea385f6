// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.SnpPlatformStatus;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.UnsignedNumber;

/** {@code platform snp-config}. */
final class SnpConfigCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final PlatformOptions platform = rows.add(new PlatformOptions());
    private final OptionRow<Long> tcb = rows.text(
                    "--reported-tcb", "HEX", "The TCB_VERSION that reports state, 64 bits; at most the committed one.")
            .as(Long.class, new UnsignedNumber(Long.SIZE));
    private final OptionRow<Switch> maskId = rows.text(
                    "--mask-chip-id", "on|off", "Whether reports leave the chip's identity out.")
            .as(Switch.class);
    private final OptionRow<Switch> maskKey = rows.text(
                    "--mask-chip-key", "on|off", "Whether reports are left unsigned.")
            .as(Switch.class);
    private final OutputFormat answer = rows.add(new OutputFormat());

    private enum Switch {
        ON,
        OFF
    }

    private SnpConfigCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        SnpConfigCommand command = new SnpConfigCommand(session);
        return CommandModel.of(command, command.rows)
                .named("snp-config")
                .meaning("Sets what attestation reports state. What is not named stays as it is.");
    }

    @Override
    public void run() {
        if (tcb.value() == null && maskId.value() == null && maskKey.value() == null) {
            throw Problem.input(CliCodes.PLATFORM_CONFIG, "there is nothing to set")
                    .expected("--reported-tcb, --mask-chip-id or --mask-chip-key")
                    .exception();
        }
        PlatformChannel channel = platform.channel(session);
        SnpPlatformStatus now = channel.execute(new GetSnpPlatformStatus());
        int flags = flag(maskId.value(), now.chipIdMasked(), SnpSetConfig.MASK_CHIP_ID)
                | flag(maskKey.value(), now.chipKeyMasked(), SnpSetConfig.MASK_CHIP_KEY);
        channel.execute(new SnpSetConfig(tcb.value() == null ? now.reportedTcb() : tcb.value(), flags));
        platform.print(session, answer, PlatformReport.snpStatus(channel.execute(new GetSnpPlatformStatus())));
    }

    private static int flag(Switch wanted, boolean now, int mask) {
        boolean on = Optional.ofNullable(wanted).map(Switch.ON::equals).orElse(now);
        return on ? mask : 0;
    }
}
