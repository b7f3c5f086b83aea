package com.splwg.cm.domain.todo.component;

import java.util.List;

import com.splwg.base.api.GenericBusinessComponent;
import com.splwg.base.api.businessService.BusinessServiceDispatcher;
import com.splwg.base.api.businessService.BusinessServiceInstance;
import com.splwg.base.api.lookup.SendToLookup;
import com.splwg.base.domain.todo.role.Role;
import com.splwg.base.domain.todo.toDoType.ToDoType;
import com.splwg.shared.logging.Logger;
import com.splwg.shared.logging.LoggerFactory;

/**
 * Sends a To Do to a role through the base business service.
 *
 * @author KLindqvist
 *
@BusinessComponent (customizationCallable = true)
 */
public class CmToDoSender_Impl extends GenericBusinessComponent implements CmToDoSender {

	private static final Logger logger = LoggerFactory.getLogger(CmToDoSender_Impl.class);

	private static final String ADD_TO_DO_SERVICE = "F1-AddToDoEntry";
	private static final int MAX_MESSAGE_PARAMETERS = 9;

	/**
	 * Create a To Do entry.
	 *
	 * @param toDoType type of the entry
	 * @param role role that works the entry, null for the default role of the type
	 * @param drillKey key of the object that the entry is about
	 * @param messageParameters up to nine texts for the message of the type
	 * @return id of the entry
	 */
	public String sendToRole(ToDoType toDoType, Role role, String drillKey, List<String> messageParameters) {
		BusinessServiceInstance addToDo = BusinessServiceInstance.create(ADD_TO_DO_SERVICE);
		addToDo.set("toDoType", toDoType.getId().getIdValue());
		addToDo.set("sendTo", SendToLookup.constants.ROLE);
		addToDo.set("toDoRole", determineRole(toDoType, role).getId().getTrimmedValue());
		addToDo.set("drillKey1", drillKey);
		addToDo.set("sortKey1", drillKey);
		int position = 1;
		for (String parameter : messageParameters) {
			if (position > MAX_MESSAGE_PARAMETERS) {
				logger.warn("More message parameters than a To Do can show for " + drillKey);
				break;
			}
			addToDo.set("messageParm" + position, parameter);
			position++;
		}
		BusinessServiceInstance result = BusinessServiceDispatcher.execute(addToDo);
		return result.getString("toDoEntryId");
	}

	private Role determineRole(ToDoType toDoType, Role role) {
		if (notNull(role)) {
			return role;
		}
		return toDoType.getDefaultRole().fetchIdToDoRole();
	}
}
