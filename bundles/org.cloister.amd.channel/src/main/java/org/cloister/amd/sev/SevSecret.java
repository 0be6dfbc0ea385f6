// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import java.util.OptionalLong;
import org.cloister.amd.channel.LaunchSecret;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.firmware.Area;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;

/** Hands the owner's packet in between measurement and finish (SEV API, 55766, "LAUNCH_SECRET"). */
final class SevSecret {
    private static final int HEADER = 52;
    private static final int MOST = 16 << 10;
    private static final int BLOCK = 16;

    private final SevContext now;
    private final Machine machine;

    SevSecret(SevContext now, Machine machine) {
        this.now = now;
        this.machine = machine;
    }

    LaunchContext inject(Bytes header, Bytes payload, OptionalLong wanted) {
        require(
                now.state() == SevContext.State.LAUNCH_SECRET,
                Problem.operation(
                                SevCodes.SECRET_STATE, "a secret can be handed in between measurement and finish only")
                        .found(now.state().word())
                        .expected(SevContext.State.LAUNCH_SECRET.word()));
        checkSizes(header, payload);
        long gpa = wanted.isPresent() ? wanted.getAsLong() : area(payload).base();
        checkInside(gpa, payload);
        long address = SevLaunch.address(gpa, "secret", machine);
        machine.channel(SevChannel.class).execute(new LaunchSecret(header, address, payload.length(), payload));
        SevLaunch.nowPrivate(gpa, payload.length(), machine);
        return now.context();
    }

    private static void checkSizes(Bytes header, Bytes payload) {
        require(
                header.length() == HEADER,
                Problem.input(SevCodes.SECRET_HEADER, "this is not the header of a secret")
                        .at("secret header")
                        .found(header.length() + " bytes")
                        .expected(HEADER + " bytes"));
        int length = payload.length();
        require(
                length > 0 && length <= MOST && length % BLOCK == 0,
                Problem.input(SevCodes.SECRET_PAYLOAD, "a secret cannot have this length")
                        .at("secret")
                        .found(length + " bytes")
                        .expected("a multiple of 16 bytes, 16 to " + MOST));
    }

    private Area area(Bytes payload) {
        Area area = now.secretArea()
                .orElseThrow(() -> Problem.input(SevCodes.SECRET_AREA, "the firmware names no place for a secret")
                        .remedy("say where it goes (--secret-gpa), or use a firmware with a secret area, such as"
                                + " OVMF's AmdSev build")
                        .exception());
        require(
                payload.length() <= area.size(),
                Problem.input(SevCodes.SECRET_AREA, "the secret is longer than the firmware's place for it")
                        .at("secret")
                        .found(payload.length() + " bytes")
                        .expected("at most " + area.size() + " bytes"));
        return area;
    }

    private void checkInside(long gpa, Bytes payload) {
        require(
                machine.memory().regions().stream().anyMatch(region -> region.contains(gpa, payload.length())),
                Problem.input(SevCodes.SECRET_GPA, "there is no memory for the secret")
                        .at(Numbers.hex(gpa))
                        .found(payload.length() + " bytes")
                        .expected("a place in " + machine.memory().regions()));
        require(
                gpa % BLOCK == 0,
                Problem.input(SevCodes.SECRET_GPA, "a secret goes to a multiple of 16")
                        .at(Numbers.hex(gpa)));
    }

    private static void require(boolean holds, Problem otherwise) {
        if (!holds) {
            throw otherwise.exception();
        }
    }
}
