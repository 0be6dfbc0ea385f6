/** What a guest type is and does: the service that vendors implement, its plans, contexts and answers. */
@Version("1.2.0")
package org.cloister.api.guest;

import org.osgi.annotation.versioning.Version;
