// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.api.Bytes;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;

/** A real platform that takes one page at a time, as a kernel may, and tells the launch digest after each. */
final class PageByPage implements Vmm {
    private static final int PAGE = 4096;

    private final Vmm real;
    private final List<Bytes> digests = new ArrayList<>();

    PageByPage(Vmm real) {
        this.real = real;
    }

    /** The digests since the last call. */
    List<Bytes> takeDigests() {
        List<Bytes> taken = List.copyOf(digests);
        digests.clear();
        return taken;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public PlatformFacts facts() {
        return real.facts();
    }

    @Override
    public VirtualMachine create(MachineSpec spec) {
        return new Machine(real.create(spec));
    }

    private final class Machine extends PassingMachine {
        Machine(VirtualMachine inner) {
            super(inner);
        }

        @Override
        public <T> Optional<T> adapt(Class<T> channel) {
            return inner.adapt(channel)
                    .map(found ->
                            channel == SevChannel.class ? channel.cast(new Channel((SevChannel) found, inner)) : found);
        }
    }

    private final class Channel implements SevChannel {
        private final SevChannel inner;
        private final VirtualMachine machine;

        Channel(SevChannel inner, VirtualMachine machine) {
            this.inner = inner;
            this.machine = machine;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <A> A execute(SevCommand<A> command) {
            return command instanceof SnpLaunchUpdate update ? (A) onePage(update) : inner.execute(command);
        }

        private SnpLaunchUpdate.Rest onePage(SnpLaunchUpdate all) {
            inner.execute(new SnpLaunchUpdate(all.gfnStart(), all.uaddr(), PAGE, all.type(), all.flags()));
            digests.add(machine.adapt(SnpLaunchInspection.class).orElseThrow().launchDigest());
            return new SnpLaunchUpdate.Rest(all.gfnStart() + 1, all.uaddr() + PAGE, all.length() - PAGE);
        }
    }
}
