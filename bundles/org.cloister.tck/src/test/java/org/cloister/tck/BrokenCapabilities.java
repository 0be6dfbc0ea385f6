// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.cloister.tck.BrokenGuests.fault;

import java.util.List;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.HostAttestation;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.tck.BrokenGuests.Fault;

/** Faults in what a type can do beyond the launch. */
final class BrokenCapabilities {
    private BrokenCapabilities() {}

    /** A type that can one thing more, badly. */
    private static <T extends GuestCapability> Fault can(String check, String what, Class<T> one, T badly) {
        return fault(check, what, () -> new AlteredGuest() {
            @Override
            public <C extends GuestCapability> Optional<C> capability(Class<C> capability) {
                return capability == one ? Optional.of(capability.cast(badly)) : super.capability(capability);
            }
        });
    }

    private static RuntimeException forbidden() {
        return Problem.operation(ProblemCodes.DEBUG_POLICY, "the policy forbids it")
                .exception();
    }

    static List<Fault> all() {
        SecretInjection takes = (context, header, payload, gpa, machine) -> context;
        HostAttestation reports = (context, nonce, machine) -> Bytes.of(new byte[] {nonce.toArray()[3]});
        return List.of(
                can("capability.foreign", "blames the request", GuestReset.class, new GuestReset() {
                    @Override
                    public GuestRequest reset(LaunchContext context) {
                        return new SnpGuestSupport().reset(context);
                    }

                    @Override
                    public void requirePlatform(PlatformFacts platform) {
                        throw Problem.input("test.wrong", "ask for something else")
                                .exception();
                    }
                }),
                can("secret.nonsense", "takes anything", SecretInjection.class, takes),
                can("debug.forbidden", "reads all the same", DebugAccess.class, new DebugAccess() {
                    @Override
                    public Bytes debugRead(LaunchContext context, long gpa, int length, Machine machine) {
                        return Bytes.wrap(new byte[length]);
                    }

                    @Override
                    public void debugWrite(LaunchContext context, long gpa, Bytes plaintext, Machine machine) {
                        throw forbidden();
                    }
                }),
                can("debug.forbidden-write", "writes all the same", DebugAccess.class, new DebugAccess() {
                    @Override
                    public Bytes debugRead(LaunchContext context, long gpa, int length, Machine machine) {
                        throw forbidden();
                    }

                    @Override
                    public void debugWrite(LaunchContext context, long gpa, Bytes plaintext, Machine machine) {}
                }),
                can("attest.platform", "anywhere", GuestAttestation.class, new GuestAttestation() {
                    @Override
                    public Evidence attest(LaunchContext context, Bytes reportData, Machine machine) {
                        throw Problem.input("test.data", "64 bytes of report data")
                                .exception();
                    }

                    @Override
                    public void requirePlatform(PlatformFacts platform) {}
                }),
                can(
                        "attest.nonsense",
                        "takes 64 bytes for granted",
                        GuestAttestation.class,
                        (context, data, machine) -> new Evidence(data.slice(0, 64), Bytes.EMPTY)),
                can("report.nonsense", "takes 16 bytes for granted", HostAttestation.class, reports));
    }
}
