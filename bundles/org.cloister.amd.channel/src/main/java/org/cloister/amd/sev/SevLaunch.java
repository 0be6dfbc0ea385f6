// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import java.util.OptionalLong;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.GuestHandle;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.LaunchStart;
import org.cloister.amd.channel.LaunchUpdateData;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PinnedRegions;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.launch.LaunchCodes;
import org.cloister.amd.launch.OwnerSessionBlobs;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** The commands of a launch in their order (SEV API, 55766, "Guest lifecycle"; QEMU's order of ranges and VMSAs). */
final class SevLaunch {
    /** How much one command measures at most, so that a launch can be cancelled; the digest is the same. */
    private static final int PIECE = 1 << 20;

    private static final int CODE = 32;
    private static final int NONCE = 16;

    private final SevContext now;
    private final Machine machine;
    private final SevChannel channel;

    SevLaunch(SevContext now, Machine machine) {
        this.now = now;
        this.machine = machine;
        this.channel = machine.channel(SevChannel.class);
    }

    /** Readies a machine. On platforms that pin, its memory has to stay where it is from here on. */
    static void init(Profile profile, long features, Policy policy, Machine machine) {
        machine.channel(SevChannel.class).execute(initCommand(profile, features, policy));
        machine.adapt(PinnedRegions.class)
                .ifPresent(pins -> machine.memory().regions().forEach(region -> pin(region, pins, machine)));
    }

    private static SevCommand<?> initCommand(Profile profile, long features, Policy policy) {
        if (profile == Profile.INIT2) {
            return new SevInit2(features, 0, 0);
        }
        return policy.has(SevPolicyBit.ES) ? BareSevCommand.ES_INIT : BareSevCommand.INIT;
    }

    private static void pin(MemoryRegion region, PinnedRegions pins, Machine machine) {
        machine.limits().check();
        pins.register(address(region.gpa(), region.name(), machine), region.size());
    }

    LaunchContext start() {
        Bytes certificate = now.session().map(OwnerSessionBlobs::certificate).orElse(Bytes.EMPTY);
        Bytes session = now.session().map(OwnerSessionBlobs::session).orElse(Bytes.EMPTY);
        GuestHandle guest =
                channel.execute(new LaunchStart(now.handle(), (int) now.policy().value(), certificate, session));
        return now.started(guest.value());
    }

    LaunchContext update(InitialRange range) {
        requireKind(range);
        Bytes content = range.content().orElseThrow(() -> empty(range));
        machine.memory().hostView().write(range.gpa(), content);
        long address = address(range.gpa(), range.name(), machine);
        for (long done = 0; done < range.size(); done += PIECE) {
            machine.limits().check();
            channel.execute(new LaunchUpdateData(address + done, Math.min(PIECE, range.size() - done)));
            machine.progress(Math.min(done + PIECE, range.size()), range.size());
        }
        nowPrivate(range.gpa(), range.size(), machine);
        return now.updated(range);
    }

    /** All that these guests are given is content that is measured; another kind would be taken for that. */
    private static void requireKind(InitialRange range) {
        if (!range.kind().equals(PageKind.NORMAL)) {
            throw Problem.input(SevCodes.SEV_PAGE_KIND, "guests of SEV and SEV-ES have no pages of this kind")
                    .at(range.name())
                    .found(range.kind())
                    .expected(PageKind.NORMAL)
                    .exception();
        }
    }

    /** The measurement, made once: afterwards nothing can be put in but secrets. */
    SevContext measure() {
        if (now.measurement().isPresent()) {
            return now;
        }
        if (now.encryptedState()) {
            channel.execute(BareSevCommand.LAUNCH_UPDATE_VMSA);
        }
        Bytes answer = LengthQuery.fetch(channel, LaunchMeasure.LENGTH).content();
        if (answer.length() != CODE + NONCE) {
            throw Problem.operation(
                            SevCodes.SEV_MEASURE, "the platform's measurement has another size than the SEV API says")
                    .found(answer.length() + " bytes")
                    .expected(CODE + NONCE + " bytes")
                    .exception();
        }
        return new SevContext(now.measured(answer.slice(0, CODE), answer.slice(CODE, NONCE)));
    }

    LaunchContext finish() {
        SevContext measured = measure();
        channel.execute(BareSevCommand.LAUNCH_FINISH);
        return measured.in(SevContext.State.RUNNING);
    }

    /** Pages that a command has encrypted are private from here on, where the platform has not turned them itself. */
    static void nowPrivate(long gpa, long size, Machine machine) {
        long from = gpa / GuestMemory.PAGE * GuestMemory.PAGE;
        for (long page = from; page < gpa + size; page += GuestMemory.PAGE) {
            if (machine.memory().page(page).visibility() == Visibility.SHARED) {
                machine.memory().turn(page, GuestMemory.PAGE, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
            }
        }
    }

    /** The address by which commands name a byte of guest memory. */
    static long address(long gpa, String what, Machine machine) {
        OptionalLong address = machine.memory().hostAddress(gpa);
        return address.orElseThrow(
                () -> Problem.host(ProblemCodes.MEMORY_ADDRESS, "the platform's memory has no address for this")
                        .at(what + " at " + Numbers.hex(gpa))
                        .exception());
    }

    private static RuntimeException empty(InitialRange range) {
        return Problem.input(LaunchCodes.SEV_RANGE, "SEV measures contents, and this range has none")
                .at("launch plan, " + range.name())
                .exception();
    }
}
