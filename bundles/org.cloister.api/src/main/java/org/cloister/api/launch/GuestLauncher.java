// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.util.List;
import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Launches guests. A service, one for each framework.
 *
 * <p>Safe for use by several threads; launches of different threads go on at the same time.
 */
@ProviderType
public interface GuestLauncher {
    /**
     * What can serve a request, and what would be chosen. Nothing is changed.
     *
     * <pre>{@code
     * Selection selection = launcher.select(request);
     * selection.candidates().forEach(one -> System.out.println(one.platform() + ": " + one.reason()));
     * boolean possible = selection.chosen().isPresent();
     * }</pre>
     *
     * @throws org.cloister.api.CloisterException {@code type.unknown}, {@code property.unknown}
     */
    Selection select(LaunchRequest request);

    /**
     * Whether guests of a candidate will have a capability, as far as that can be known before a launch. Nothing is
     * changed.
     *
     * <pre>{@code
     * Candidate chosen = launcher.select(request).chosen().orElseThrow();
     * boolean attests = launcher.offers(chosen, GuestAttestation.class);
     * }</pre>
     *
     * @param candidate one that could serve its request
     * @return whether guests of its type have it
     * @throws org.cloister.api.CloisterException {@code platform.gone}, or what the capability says of a platform on
     *     which guests of the type do not have it, such as {@code attest.inside}
     */
    boolean offers(Candidate candidate, Class<? extends GuestCapability> capability);

    /**
     * What a launch would do. Nothing is changed.
     *
     * <pre>{@code
     * Preview preview = launcher.preview(request);
     * int ranges = preview.plan().ranges().size();
     * Optional<Measurement> digest = preview.expected();
     * }</pre>
     *
     * @throws org.cloister.api.CloisterException as {@link #launch}, for all that can be known beforehand
     */
    Preview preview(LaunchRequest request);

    /**
     * What a guest of a type will be made of and will measure. No platform is asked, so this is the owner's question
     * too.
     *
     * <pre>{@code
     * GuestRequest guest = new GuestRequest(firmware, Optional.empty(), 4, "EPYC-Milan", 1L << 30, Map.of());
     * Expectation expectation =
     *         launcher.expect(new GuestType("sev-snp"), guest).orElseThrow();
     * Optional<Measurement> digest = expectation.measurement();
     * }</pre>
     *
     * @return empty for a type that nobody knows
     * @throws org.cloister.api.CloisterException {@code type.missing}, {@code property.unknown}, or what the type says
     *     is wrong with the request
     */
    Optional<Expectation> expect(GuestType type, GuestRequest request);

    /**
     * Whether guests of a type begin with firmware, so that one may be put in where none was named. No platform is
     * asked.
     *
     * <pre>{@code
     * boolean firmware = launcher.needsFirmware(new GuestType("sev-snp"));
     * }</pre>
     *
     * @return true also for a type that is not there
     * @since 1.2
     */
    default boolean needsFirmware(GuestType type) {
        return true;
    }

    /**
     * Launches a guest. It comes back {@code PAUSED} when that was asked for, else {@code RUNNING}.
     *
     * <p>After any failure, a cancellation or a deadline nothing is left: no machine, no page, no address space
     * identifier.
     *
     * <pre>{@code
     * GuestRequest guest = new GuestRequest(firmware, Optional.empty(), 4, "EPYC-Milan", 1L << 30, Map.of());
     * TypeChoice type = new TypeChoice.Named(new GuestType("sev-snp"));
     * LaunchRequest request = new LaunchRequest(type, Trust.EMULATED, guest, false);
     * try (Guest launched = launcher.launch(request, LaunchListener.SILENT, Limits.NONE)) {
     *     Measurement digest = launched.report().measurement().orElseThrow();
     *     System.out.println(
     *             launched.id() + " has the launch digest " + digest.value().hex());
     * }
     * }</pre>
     *
     * @param listener notified of the progress; {@link LaunchListener#SILENT} for nobody
     * @param limits how long it may take. A deadline or cancellation frees the caller also where a call into an
     *     installed bundle does not come back, some seconds later (setting {@code answer.millis}). Without a deadline
     *     the launch waits for its own type and platform until it is cancelled, and
     *     {@link org.cloister.api.operate.BackendKeeper#faults()} lists a call that goes on for six times that setting
     * @return the guest; the caller closes it
     * @throws org.cloister.api.CloisterException of kind {@code INPUT} when the request is wrong; {@code HOST} with
     *     code {@code selection.none} when nothing here can serve it or the operator's settings forbid it,
     *     {@link SelectionException} telling every candidate, {@code type.missing} with the first cause when a type
     *     asked for by name is not there, {@code settings.guests} when there are as many guests as allowed,
     *     {@code settings.invalid} when settings cannot be read; {@code OPERATION} when a step failed;
     *     {@code CANCELLED}; {@code DEADLINE}
     */
    Guest launch(LaunchRequest request, LaunchListener listener, Limits limits);

    /**
     * Receives a guest that another platform, or this one, sent. It comes back {@code RUNNING}, or {@code PAUSED} and
     * {@linkplain Guest#reason held} when its sender does not answer any more after all had arrived.
     *
     * <p>Its measurement is the sender's word; of the launch nothing is known here. After any failure nothing is left.
     *
     * <pre>{@code
     * try (Guest received = launcher.receive(source, LaunchListener.SILENT, Limits.NONE)) {
     *     System.out.println(
     *             received.id() + received.reason().map(why -> " is " + why).orElse(" runs here now"));
     * }
     * }</pre>
     *
     * @param listener gets a step {@code receive}, with bytes as progress
     * @param limits how long it may take
     * @return the guest; the caller closes it
     * @throws org.cloister.api.CloisterException {@code receive.stream} for what is damaged or no such stream,
     *     {@code receive.twin} when a second one of it may be alive and that was not wanted; {@code type.missing},
     *     {@code selection.none}, settings, and what the type and its secure processor refuse
     * @since 1.3
     */
    Guest receive(ReceiveSource source, LaunchListener listener, Limits limits);

    /**
     * The guests that are launching, paused or running now, oldest first.
     *
     * <pre>{@code
     * for (Guest guest : launcher.guests()) {
     *     System.out.println(guest.id() + " is " + guest.state());
     * }
     * }</pre>
     */
    List<Guest> guests();

    /**
     * The guests that ended though nobody closed them, because their platform went; the last 100, oldest first.
     *
     * <pre>{@code
     * for (EndedGuest guest : launcher.ended()) {
     *     System.out.println(guest.id() + " ended: " + guest.why().message());
     * }
     * }</pre>
     *
     * @since 1.1
     */
    default List<EndedGuest> ended() {
        return List.of();
    }
}
