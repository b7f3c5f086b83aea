"""A conversation about code, as the chat, the API and the page have it: turns in, results and questions out."""

from serving.conversation.memory import Memory
from serving.conversation.reply import Reply
from serving.conversation.talk import Conversation, Message

__all__ = ["Conversation", "Memory", "Message", "Reply"]
