// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Something that offers further interfaces of a vendor by their class. */
@ConsumerType
public interface Adaptable {
    /**
     * The interface asked for, when it is offered. The same class gets the same answer every time.
     *
     * @param channel an interface of the vendor's published API, not null
     * @return empty when it is not offered, never null
     */
    <T> Optional<T> adapt(Class<T> channel);
}
