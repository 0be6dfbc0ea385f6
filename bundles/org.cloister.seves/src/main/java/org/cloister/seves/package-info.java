/** The guest type SEV-ES. Found as a service; nothing is exported. */
package org.cloister.seves;
