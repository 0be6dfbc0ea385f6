// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Locale;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Limits;
import org.cloister.api.Problem;

/**
 * Repeats {@code SNP_LAUNCH_UPDATE} until a whole range is measured and encrypted. The kernel may stop early: it
 * succeeds and reports what is left, or it fails with {@code EAGAIN} before the first page.
 */
public final class SnpUpdateLoop {
    // No pause between calls: what made the kernel stop is over in a moment, or it never will be.
    private static final int MAX_IDLE = 1000;

    private final SevChannel channel;
    private final String name;
    private int idle;

    private SnpUpdateLoop(SevChannel channel, String name) {
        this.channel = channel;
        this.name = name;
    }

    /**
     * Measures and encrypts all pages of a range. The pages before a refused one are measured already, so a launch
     * cannot go on after an exception.
     *
     * @param name the range's name, for problems
     * @param limits checked before each call
     * @throws SevCommandException when a call was refused; with {@code EAGAIN} when 1000 calls in a row were
     * @throws org.cloister.api.CloisterException {@code snp.update.stuck} when a call succeeded without taking a page;
     *     or the limits' own problem
     */
    public static void execute(SevChannel channel, SnpLaunchUpdate range, String name, Limits limits) {
        SnpUpdateLoop loop = new SnpUpdateLoop(channel, name);
        SnpLaunchUpdate left = range;
        while (left.length() != 0) {
            limits.check();
            left = loop.step(left);
        }
    }

    private SnpLaunchUpdate step(SnpLaunchUpdate range) {
        try {
            SnpLaunchUpdate left = range.from(channel.execute(range));
            requireProgress(range, left);
            idle = 0;
            return left;
        } catch (SevCommandException e) {
            if (e.errno() != Errno.EAGAIN) {
                throw e;
            }
            idle++;
            if (idle == MAX_IDLE) {
                throw exhausted(range);
            }
            return range;
        }
    }

    private void requireProgress(SnpLaunchUpdate before, SnpLaunchUpdate after) {
        if (Long.compareUnsigned(after.length(), before.length()) >= 0) {
            throw Problem.operation(ChannelCodes.SNP_UPDATE_STUCK, "the platform took no page of a range")
                    .at(name)
                    .found(after.length() + " bytes left")
                    .expected("fewer than " + before.length())
                    .exception();
        }
    }

    private static SevCommandException exhausted(SnpLaunchUpdate range) {
        String where =
                String.format(Locale.ROOT, "gpa 0x%x, %d calls without a page", range.gfnStart() << 12, MAX_IDLE);
        return new SevCommandException(range.name(), Errno.EAGAIN, FirmwareStatus.NOT_CALLED, where);
    }
}
