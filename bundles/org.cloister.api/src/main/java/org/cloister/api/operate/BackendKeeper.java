// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.util.List;
import org.cloister.api.Limits;
import org.cloister.api.launch.LaunchListener;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The backends of a running platform, and the one who replaces them. A service, one for each framework.
 *
 * <p>Safe for use by several threads. One swap goes on at a time: a second one is refused meanwhile.
 */
@ProviderType
public interface BackendKeeper {
    /** All backends, by type, within one type by preference. */
    List<BackendInfo> backends();

    /**
     * What bundles of vendors did against the contract and that still has an effect: calls that have not come back,
     * services that are not used, machines that were not given back; oldest first.
     *
     * @return by default nothing
     */
    default List<VendorFault> faults() {
        return List.of();
    }

    /**
     * Replaces a backend while guests live: installs the new one beside the old, tries it, moves traffic, lets the old
     * one end its calls, and removes it when no guest needs it. After any failure the old one serves as before and the
     * new one is gone.
     *
     * @param listener notified of the steps; {@link LaunchListener#SILENT} for nobody
     * @param limits how long all of it may take
     * @throws org.cloister.api.CloisterException of kind {@code INPUT} when the file is not a bundle, or one of another
     *     type; of kind {@code OPERATION} when it cannot be resolved, started, or differs in what it does; its code
     *     begins with {@code swap.}
     */
    SwapReport swap(BackendSwap swap, LaunchListener listener, Limits limits);
}
