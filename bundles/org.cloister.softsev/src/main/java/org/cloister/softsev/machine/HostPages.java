// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.function.Function;
import org.cloister.amd.status.CommandNames;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.client.RmpEntry;
import org.cloister.softsev.client.RmpState;
import org.cloister.softsev.client.SnpPageCommand;
import org.cloister.softsev.client.SnpPages;
import org.cloister.softsev.memory.GuestPlaces;
import org.cloister.softsev.memory.SystemPages;
import org.cloister.softsev.memory.SystemPages.Found;
import org.cloister.softsev.processor.SoftProcessor;

/** What stands in for the hypervisor's memory management beside a machine for SEV-SNP. */
final class HostPages implements SnpPages {
    private final SnpChannel channel;
    private final SystemPages system;
    private final PageCommands commands;
    private final PageSwap swap;

    HostPages(SnpChannel channel, SoftProcessor processor) {
        this.channel = channel;
        system = processor.pagedGuests().system();
        commands = new PageCommands(processor.pagedGuests());
        swap = new PageSwap(commands, system);
    }

    @Override
    public long allocate(boolean large, boolean covered) {
        return places(places -> places.allocate(large, covered));
    }

    @Override
    public long contextAddress() {
        return channel.withPages(state -> {
            if (state.known().isEmpty()) {
                throw Problem.operation(ProblemCodes.GUEST_STATE, "the launch was not started: there is no context")
                        .exception();
            }
            return state.contextAddress();
        });
    }

    @Override
    public int asid() {
        return places(GuestPlaces::asid);
    }

    @Override
    public long address(long gpa) {
        return places(places -> places.address(gpa));
    }

    @Override
    public long vmsaAddress(int vcpu) {
        return places(places -> places.vmsaAddress(vcpu));
    }

    @Override
    public void map(long gpa, long page) {
        places(places -> {
            places.map(gpa, page);
            return page;
        });
    }

    @Override
    public void mapVmsa(int vcpu, long page) {
        places(places -> {
            places.mapVmsa(vcpu, page);
            return page;
        });
    }

    @Override
    public RmpEntry entry(long page) {
        return found(page).entry();
    }

    @Override
    public RmpState state(long page) {
        return found(page).state();
    }

    @Override
    public Result rmpUpdate(long page, Update update) {
        return places(places -> places.update(page, update));
    }

    @Override
    public Result psmash(long page) {
        return places(places -> places.smash(page));
    }

    @Override
    public Bytes read(long page) {
        synchronized (system) {
            found(page);
            return Bytes.wrap(system.read(page, false));
        }
    }

    @Override
    public void write(long page, Bytes content) {
        if (page % GuestMemory.PAGE != 0 || content.length() != GuestMemory.PAGE) {
            throw new IllegalArgumentException("a page is written as a whole");
        }
        synchronized (system) {
            if (found(page).entry().assigned()) {
                throw Problem.operation(
                                ProblemCodes.MEMORY_REFUSED,
                                "the page is assigned: a write of the hypervisor's faults (APM volume 2, 15.36.10)")
                        .at(Numbers.hex(page))
                        .exception();
            }
            system.write(page, content.toArray());
        }
    }

    @Override
    public void execute(SnpPageCommand command) {
        channel.firmware(name(command), state -> state.places().exclusively(() -> run(command)));
    }

    private void run(SnpPageCommand command) {
        if (command instanceof SnpPageCommand.SwapOut out) {
            swap.out(out);
        } else if (command instanceof SnpPageCommand.SwapIn in) {
            swap.in(in);
        } else if (command instanceof SnpPageCommand.Move move) {
            commands.move(move);
        } else if (command instanceof SnpPageCommand.MetadataInit init) {
            commands.metadataInit(init);
        } else if (command instanceof SnpPageCommand.SetState set) {
            commands.setState(set);
        } else if (command instanceof SnpPageCommand.Reclaim reclaim) {
            commands.reclaim(reclaim);
        } else if (command instanceof SnpPageCommand.LaunchUpdate update) {
            commands.launchUpdate(update);
        } else if (command instanceof SnpPageCommand.Unsmash unsmash) {
            commands.unsmash(unsmash);
        }
    }

    private static String name(SnpPageCommand command) {
        return switch (command.id()) {
            case 0xA1 -> CommandNames.SNP_LAUNCH_UPDATE;
            case 0xC0 -> CommandNames.SNP_PAGE_SWAP_OUT;
            case 0xC1 -> CommandNames.SNP_PAGE_SWAP_IN;
            case 0xC2 -> CommandNames.SNP_PAGE_MOVE;
            case 0xC3 -> CommandNames.SNP_PAGE_MD_INIT;
            case 0xC6 -> CommandNames.SNP_PAGE_SET_STATE;
            case 0xC7 -> CommandNames.SNP_PAGE_RECLAIM;
            default -> CommandNames.SNP_PAGE_UNSMASH;
        };
    }

    private Found found(long page) {
        return system.find(page)
                .orElseThrow(() -> Problem.input(ProblemCodes.MEMORY_OUTSIDE, "there is no memory at this address")
                        .at(Numbers.hex(page))
                        .exception());
    }

    private <T> T places(Function<GuestPlaces, T> work) {
        return channel.withPages(state -> work.apply(state.places()));
    }
}
