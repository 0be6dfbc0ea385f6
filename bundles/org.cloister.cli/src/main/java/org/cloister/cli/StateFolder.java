// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.cli.guard.AskedProcessor;

/**
 * The folder in which a platform keeps its identity. It is taken when the platform is asked first for what lies there.
 */
final class StateFolder {
    private StateFolder() {}

    /**
     * Has it taken now.
     *
     * @throws CloisterException why it cannot be obtained, or is not what it has to be; this host's lack in any case
     */
    static void hold(AskedProcessor processor) {
        try {
            processor.adapt(PlatformChannel.class).ifPresent(StateFolder::ask);
        } catch (CloisterException e) {
            throw lacking(e);
        }
    }

    private static void ask(PlatformChannel channel) {
        LengthQuery.fetch(channel, PdhCertExport.LENGTH);
        try {
            // How old its firmware may be
            channel.execute(new GetSnpPlatformStatus());
        } catch (SevCommandException withoutSnp) {
            // Then nothing of it was committed
        }
    }

    private static CloisterException lacking(CloisterException e) {
        Problem said = e.problem();
        boolean told = said.kind() == Problem.Kind.HOST || said.kind() == Problem.Kind.DEFECT;
        return told ? e : said.as(Problem.Kind.HOST).exception(e);
    }
}
