// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Locale;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Limits;

/**
 * Repeats {@code SNP_LAUNCH_UPDATE} until a whole range is done. The kernel may stop early: then it says what is left,
 * or {@code EAGAIN} when it did nothing.
 */
public final class SnpUpdateLoop {
    // Nothing to wait for: what made the kernel stop is over in a moment, or it never will be.
    private static final int MAX_IDLE = 1000;

    private final SevChannel channel;
    private int idle;

    private SnpUpdateLoop(SevChannel channel) {
        this.channel = channel;
    }

    /**
     * Measures and encrypts all pages of a range.
     *
     * @param limits looked at before each call
     * @throws SevCommandException when a call was refused; with {@code EAGAIN} when 1000 calls in a row did nothing.
     *     The pages before have been measured then, so the launch cannot go on
     * @throws org.cloister.api.CloisterException when the limits ended it, in the same form
     */
    public static void execute(SevChannel channel, SnpLaunchUpdate range, Limits limits) {
        SnpUpdateLoop loop = new SnpUpdateLoop(channel);
        SnpLaunchUpdate left = range;
        while (left.length() != 0) {
            limits.check();
            left = loop.step(left);
        }
    }

    private SnpLaunchUpdate step(SnpLaunchUpdate range) {
        SnpLaunchUpdate left = range;
        try {
            left = range.from(channel.execute(range));
        } catch (SevCommandException e) {
            if (e.errno() != Errno.EAGAIN) {
                throw e;
            }
        }
        boolean advanced = Long.compareUnsigned(left.length(), range.length()) < 0;
        idle = advanced ? 0 : idle + 1;
        if (idle == MAX_IDLE) {
            throw stuck(range);
        }
        return advanced ? left : range;
    }

    private static SevCommandException stuck(SnpLaunchUpdate range) {
        String where =
                String.format(Locale.ROOT, "gpa 0x%x, %d calls without a page", range.gfnStart() << 12, MAX_IDLE);
        return new SevCommandException(range.name(), Errno.EAGAIN, FirmwareStatus.NOT_CALLED, where);
    }
}
