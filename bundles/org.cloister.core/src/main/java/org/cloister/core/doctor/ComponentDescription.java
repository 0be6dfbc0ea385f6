// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;
import java.util.OptionalInt;

/**
 * A component as its bundle describes it (OSGi Compendium 112.4), whether anybody has taken it up or not.
 *
 * @param implementation the name of its class; empty where none is named
 * @param services the names of the services that it provides
 * @param ranking its {@code service.ranking}, where its description has one
 */
record ComponentDescription(String implementation, List<String> services, OptionalInt ranking) {
    ComponentDescription {
        services = List.copyOf(services);
    }
}
